package sheet

import (
	"bufio"
	"io"
	"os"
)

// stringTable keeps the shared texts of a workbook: few in memory, many in a
// temporary file that is read by pages, because a sheet uses texts about in the
// order in which they stand.
type stringTable struct {
	starts [][]uint32 // of each text, in runs of stringRun, so that growing copies nothing
	count  int
	size   uint32
	mem    []byte
	file   *os.File
	out    *bufio.Writer
	pages  [64]struct {
		number uint32 // from 1; 0 is none
		data   []byte
	}
}

const (
	stringRun  = 1 << 14
	stringMem  = 4 << 20 // bytes kept in memory
	stringPage = 1 << 15
	maxStrings = 8 << 20
)

// add appends a text. Its size is bounded by what may be unpacked, below 4 GB.
func (t *stringTable) add(text []byte) error {
	if t.count >= maxStrings {
		return errTooLarge
	}
	if t.count%stringRun == 0 {
		t.starts = append(t.starts, make([]uint32, 0, stringRun))
	}
	run := &t.starts[t.count/stringRun]
	*run = append(*run, t.size)
	t.count++
	t.size += uint32(len(text))
	if t.file == nil {
		if t.mem = append(t.mem, text...); len(t.mem) <= stringMem {
			return nil
		}
		return t.spill()
	}
	if _, err := t.out.Write(text); err != nil {
		return errTemp{err}
	}
	return nil
}

func (t *stringTable) spill() error {
	f, err := os.CreateTemp("", "binhdang-sheet-")
	if err != nil {
		return errTemp{err}
	}
	os.Remove(f.Name()) // where the system allows: then nothing is left if we are stopped; else close does it
	t.file, t.out = f, bufio.NewWriterSize(f, 1<<16)
	if _, err := t.out.Write(t.mem); err != nil {
		return errTemp{err}
	}
	t.mem = nil
	return nil
}

// finish must be called after the last add.
func (t *stringTable) finish() error {
	if t.file == nil {
		return nil
	}
	if err := t.out.Flush(); err != nil {
		return errTemp{err}
	}
	t.out = nil
	return nil
}

// get returns text i, counted from 0; false if there is none.
func (t *stringTable) get(i int) (string, bool, error) {
	if i < 0 || i >= t.count {
		return "", false, nil
	}
	from, to := t.start(i), t.size
	if i+1 < t.count {
		to = t.start(i + 1)
	}
	if t.file == nil {
		return string(t.mem[from:to]), true, nil
	}
	text := make([]byte, 0, to-from)
	for from < to {
		number := from / stringPage
		p := &t.pages[number%uint32(len(t.pages))]
		if p.number != number+1 {
			if p.data == nil {
				p.data = make([]byte, stringPage)
			}
			n, err := t.file.ReadAt(p.data[:stringPage], int64(number)*stringPage)
			if err != nil && err != io.EOF {
				return "", false, errTemp{err}
			}
			p.number, p.data = number+1, p.data[:n]
		}
		at := from % stringPage
		part := p.data[at:min(uint32(len(p.data)), at+to-from)]
		if len(part) == 0 {
			return "", false, errTemp{io.ErrUnexpectedEOF}
		}
		text = append(text, part...)
		from += uint32(len(part))
	}
	return string(text), true, nil
}

func (t *stringTable) start(i int) uint32 { return t.starts[i/stringRun][i%stringRun] }

func (t *stringTable) close() error {
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	os.Remove(t.file.Name())
	t.file = nil
	return err
}
