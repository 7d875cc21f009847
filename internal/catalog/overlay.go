package catalog

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Layer is one folder of content. Name is what people call it, the folder's path
// as given; our own content has none.
type Layer struct {
	Name string
	FS   fs.FS
}

// overlay shows layers as one tree: a file of a later layer replaces that of the
// same path in an earlier one; folders are merged.
type overlay []Layer

// Open gives the file of the last layer that has it.
func (o overlay) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	for _, l := range slices.Backward(o) {
		f, err := l.FS.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		info, err := f.Stat()
		if err != nil || !info.IsDir() {
			return f, err
		}
		entries, err := o.ReadDir(name)
		return &folder{File: f, entries: entries}, err
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists what any layer has in a folder, by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	found := map[string]fs.DirEntry{}
	known := false
	for _, l := range o {
		info, err := fs.Stat(l.FS, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
		}
		known = true
		entries, err := fs.ReadDir(l.FS, name)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			found[e.Name()] = e
		}
	}
	if !known {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	out := make([]fs.DirEntry, 0, len(found))
	for _, e := range found {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// has tells whether a layer holds the path itself.
func (l Layer) has(name string) bool {
	_, err := fs.Stat(l.FS, name)
	return err == nil
}

// label is how people find a file: within its layer's folder.
func (o overlay) label(name string) string {
	for _, l := range slices.Backward(o) {
		if l.Name != "" && l.has(name) {
			return path.Join(l.Name, name)
		}
		if l.has(name) {
			break
		}
	}
	return name
}

// folder is an open folder that lists all layers.
type folder struct {
	fs.File
	entries []fs.DirEntry
}

// ReadDir reads the next n entries, all that are left for n <= 0.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.entries)
	} else if len(f.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.entries))
	out := f.entries[:n]
	f.entries = f.entries[n:]
	return out, nil
}
