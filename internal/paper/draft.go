package paper

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/vn"
)

// Draft puts what people have written so far into the paper, and returns it.
func (p *Paper) Draft(ctx context.Context) (*store.Draft, error) {
	d, err := p.led.Draft(ctx, p.by, p.Report.Name, p.Ref, p.Period.Key)
	if err != nil {
		return nil, err
	}
	p.Setting.Texts = d.Texts
	return d, nil
}

// Mark tells versions of a text apart.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(vn.Clean(text)))
	return hex.EncodeToString(sum[:8])
}

// Write keeps what a person wrote into a block, for others too. Seen is the Mark of
// the text that he began from: when another has written into the same block since,
// that is the fault draft.changed. What others wrote into other blocks stays.
func (p *Paper) Write(ctx context.Context, block, seen, text string) error {
	d, err := p.Draft(ctx)
	if err != nil {
		return err
	}
	if Mark(d.Texts[block]) != seen {
		return fault.New(fault.Conflict, "draft.changed")
	}
	if d.Texts[block] = text; vn.Clean(text) == "" {
		delete(d.Texts, block)
	}
	return p.led.SaveDraft(ctx, p.by, d, d.Version)
}
