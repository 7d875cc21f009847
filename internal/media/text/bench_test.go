package text

import (
	"fmt"
	"strings"
	"testing"
)

// largePage is a page of 330 KB as large newspapers send them: scripts, long lists of
// other articles, and a story of twelve paragraphs or so.
func largePage() []byte {
	m := makePage(11)
	var junk strings.Builder
	for i := 0; junk.Len() < 200<<10; i++ {
		fmt.Fprintf(&junk, `<div class="item-news col-%d" data-id="%d"><a class="thumb" href="/tin-tuc/bai-so-%d.html" title="%s"><picture><source srcset="https://img.example/%d.webp 1x, https://img.example/%d@2.webp 2x"><img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="></picture></a><h3 class="title-news"><a href="/tin-tuc/bai-so-%d.html">%s</a></h3><p class="description">%s</p></div>`,
			i%4, i, i, others[i%len(others)], i, i, i, others[i%len(others)], summaries[i%len(summaries)])
	}
	script := "<script>" + strings.Repeat(`window.dataLayer.push({"a":"b<c","d":[1,2,3]});`, 2000) + "</script>"
	page := strings.Replace(m.page, "</body>", `<div class="w">`+junk.String()+"</div>"+script+"</body>", 1)
	return []byte(page + strings.Repeat(" ", max(0, 330<<10-len(page))))
}

// BenchmarkHTML reads a page of 330 KB.
func BenchmarkHTML(b *testing.B) {
	page := largePage()
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := asPage(page); err != nil {
			b.Fatal(err)
		}
	}
}
