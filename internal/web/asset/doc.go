// Package asset holds what pages are drawn with: the style sheet, the letters, the
// icons, htmx. A Set serves them under names that change with their content.
//
// It knows nothing of the programme and builds no pages. Everything works without
// JavaScript and without style attributes, from 320 pixels on, light and dark, in
// forced colours and on paper. Lengths that depend on data go into attributes of SVG
// or <progress>, never into style.
//
// Layers: reset, token, base, part, page, print; a later one wins. The style of a
// screen or of charts is given to New and stands in "page". Tokens are variables
// named as their jobs: var(--ink), var(--brand-soft), var(--r0) to var(--r5).
//
// Each file in css begins with the HTML it expects. What there is:
//
//	base.css         body.page > a.skip, header.bar (phones), header.rail#rail, main.main#main, nav.foot (phones)
//	                 div.head, div.grid.g21|g11, div.stack; .note .num .vh .t-good .t-warn .t-bad .t-2
//	part/button.css  .btn (.main .quiet .danger .fill .small, aria-disabled), .btns, .why; .seg; details.menu > .pop
//	part/sheet.css   section.sheet (.flush .wait .look .warn) > .top; p.end; ul.rows (.todo); ul.checks; ol.steps;
//	                 ul.legend > li > i.key; details.more; div.prose
//	part/tile.css    ul.tiles > li > h2.k, p.fig; ul.tiles.tally; ul.counts; div.sum
//	part/table.css   table.table (.cards .tight .tg): .le .n .none .sub .wide, tr.group, tr.break, tr.void, tfoot; div.scroll
//	part/state.css   span.st.STATE; span.tag; span.bal (.long .full)
//	part/filter.css  form.filter > .search, ul.chips > li > .chip (.on); nav.pager
//	part/notice.css  div.notice (.good .warn .bad, .faults); .progress; .empty > .box; aside.tour
//	part/dialog.css  dialog.dialog, section.dialog.still
//	part/tab.css     nav.crumb; div.ctx > details; nav.tabs
//	part/field.css   div.field > label, control, p.fault, p.help; div.row > select.q, input.num, label.check;
//	                 fieldset.of; .pair; label.file; div.actions
//	part/picker.css  div.picker > input, ul.list[role=listbox] > li[role=option]
//	part/record.css  dl.pairs > div > dt, dd; ol.journal; ul.diff; ul.moved
//	part/import.css  div.scroll.xl > table: td.bad, td.warn, tr.say
//	part/report.css  article.read: a.live (.new), div.edit; article.leaf
//	part/sign.css    body.sign > div.side > svg.land, main; ul.roles
//
// An icon is <svg class="ic" aria-hidden="true"><use href="URL#i-home"/></svg>, with
// URL(Icons) and a name from icon.svg: i- for acts and places, g- for states of a
// record, t- for states of a target. The word always stands beside it, or in aria-label.
//
// htmx must be told not to write styles of its own:
// <meta name="htmx-config" content='{"includeIndicatorStyles":false,"allowEval":false}'>.
//
// Letters and htmx come from script/fonts.sh; licences stand in NOTICE and font/OFL.txt.
package asset
