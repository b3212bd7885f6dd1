package resolve

import (
	"context"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

type Memo = Resolver

func NewMemo() *Memo { return NewResolver() }

func Resolve(ctx context.Context, p *dossier.Project, memo *Memo) (*dossier.Dossier, diag.List, error) {
	res, err := memo.Resolve(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	return res.Dossier, res.Diags, nil
}
