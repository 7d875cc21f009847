//go:build bench

package bench

import (
	"strconv"

	"binhdang/internal/register"
	"binhdang/internal/unit"
)

var texts = []string{
	"Tọa đàm phòng ngừa, ứng phó bạo lực trên cơ sở giới tại cộng đồng",
	"Truyền thông hưởng ứng Tháng hành động vì bình đẳng giới",
	"Sinh hoạt chuyên đề kỹ năng an toàn trên không gian mạng cho trẻ em gái",
	"Phổ biến Luật Bình đẳng giới, Luật Phòng, chống bạo lực gia đình",
	"Tuyên truyền xóa bỏ định kiến giới trong gia đình và trường học",
	"Nói chuyện về bình đẳng giới cho đồng bào dân tộc thiểu số",
}

const longText = "Phối hợp với Hội Liên hiệp Phụ nữ, Đoàn Thanh niên và các nhà trường trên địa bàn; " +
	"người dự được phát tờ rơi và hỏi đáp trực tiếp với báo cáo viên."

// field fills in one field as people do: what is required always, the rest more
// or less often.
func (m *maker) field(r *register.Record, f *register.Field) {
	if _, done := r.Values[f.ID]; done {
		return
	}
	switch f.Kind {
	case register.KindNumber:
		m.number(r, f)
	case register.KindCode:
		if f.Required || m.chance.IntN(100) < often(f) {
			codes := m.codes[f]
			r.Values[f.ID] = register.Value{Codes: codes[m.some(len(codes)):][:1]}
		}
	case register.KindCodes:
		if m.chance.IntN(100) < often(f) {
			codes := m.codes[f]
			n := min(1+m.some(3), len(codes))
			r.Values[f.ID] = register.Value{Codes: codes[m.some(len(codes)-n+1):][:n]}
		}
	case register.KindText:
		switch {
		case f.Long:
			if m.in(6) {
				r.Values[f.ID] = register.Value{Text: longText}
			}
		case f.Required || f.ID == "title" || f.ID == "name":
			r.Values[f.ID] = register.Value{Text: texts[m.chance.IntN(len(texts))]}
		case m.in(4):
			r.Values[f.ID] = register.Value{Text: "Số " + strconv.Itoa(1+m.chance.IntN(900))}
		}
	case register.KindDate:
		if m.in(3) {
			r.Values[f.ID] = register.Value{Text: r.First.String()}
		}
	case register.KindYesNo:
		if m.in(3) {
			r.Values[f.ID] = register.Value{Text: "yes"}
		}
	case register.KindUnit, register.KindUnits:
		if m.in(20) {
			r.Values[f.ID] = register.Value{Units: []unit.ID{m.home.shard}}
		}
	}
}

// often is in how many of a hundred records an optional field of codes is filled in.
func often(f *register.Field) int {
	switch f.ID {
	case "campaign":
		return 12
	case "programme":
		return 20
	}
	return 65
}

// some draws from 0 to n-1, the first more often than the last.
func (m *maker) some(n int) int { return m.chance.IntN(1 + m.chance.IntN(n)) }

func (m *maker) number(r *register.Record, f *register.Field) {
	if f.Route != nil && r.Def.MeasureOf(f, r.Values, m.cat.Attr) == "" {
		return
	}
	if !f.Required && f.Default == nil && m.in(7) {
		return
	}
	n := &register.Number{}
	switch {
	case f.PartOf != "":
		whole := r.Values[f.PartOf].Number
		if whole == nil || whole.Words != "" {
			return
		}
		n.N = m.chance.Int64N(whole.N + 1)
	case f.Default != nil:
		n.N = 1
		if m.in(10) {
			n.N += m.chance.Int64N(4)
		}
	case f.Words && m.in(200):
		n.Words = "hàng chục nghìn"
	case f.Money:
		n.N = 500_000 * (1 + m.chance.Int64N(100))
	default:
		n.N = 5 + int64(m.some(150))
		switch m.chance.IntN(60) {
		case 0:
			n.Q = register.More
		case 1:
			if m.in(3) {
				n.Q = register.About
			} else if m.in(2) {
				n.Q = register.Less
			}
		}
	}
	r.Values[f.ID] = register.Value{Number: n}
	left := n.N // a partition adds up
	for i, part := range f.Sum {
		p := left
		if i < len(f.Sum)-1 {
			p = m.chance.Int64N(left + 1)
		}
		left -= p
		r.Values[part] = register.Value{Number: &register.Number{N: p}}
	}
}
