package main

import (
	"context"
	"fmt"
	"os"

	"dossier/internal/content"
	"dossier/internal/dossier"
	"dossier/internal/resolve"
	"dossier/internal/weigh"
)

func main() {
	l := content.NewLoader()
	p, _, _, err := l.Load(context.Background(), os.DirFS(os.Args[1]), content.Options{})
	if err != nil {
		panic(err)
	}
	r, err := resolve.Once(context.Background(), p)
	if err != nil {
		panic(err)
	}
	d := r.Dossier
	two, values, speakers, evid := 0, 0, 0, 0
	count := func(list []*dossier.EvidenceItem) {
		for _, e := range list {
			evid++
			values += len(e.Values)
			if e.Speaker != nil {
				speakers++
			}
		}
	}
	measures := func(list []*dossier.EvidenceItem) {
		for _, m := range weigh.Measures(list) {
			fmt.Printf("      %q %v %q differs=%v:", m.Of, m.Type, m.Unit, m.Differs)
			for _, g := range m.Given {
				fmt.Printf(" [%v %v%v ×%d]", g.Value.Date, g.Value.Number, g.Value.Words, len(g.Evidence))
			}
			fmt.Println()
		}
	}
	for _, c := range d.Claims {
		s := map[*dossier.Source]bool{}
		for _, e := range c.Evidence {
			s[e.Source] = true
		}
		if len(s) > 1 {
			two++
		}
		k := weigh.Corroborate(c.Evidence)
		fmt.Printf("%-52s %d sources  %-13v +%d/%d -%d/%d circular=%v\n", c.ID, len(s), k.Status, k.Supporting.Sources, len(k.Supporting.Groups), k.Disputing.Sources, len(k.Disputing.Groups), k.Circular)
		for _, g := range k.Supporting.Groups {
			fmt.Print("      group:")
			for _, x := range g.Sources {
				fmt.Print(" ", x.ID)
			}
			fmt.Print("  shared:")
			for _, o := range g.Shared {
				fmt.Print(" ", o.Words)
			}
			fmt.Println()
		}
		count(c.Evidence)
		measures(c.Evidence)
	}
	for _, e := range d.Events {
		count(e.Evidence)
		if len(weigh.Measures(e.Evidence)) > 0 {
			fmt.Println(e.ID, weigh.DateDisputed(e.Evidence))
			measures(e.Evidence)
		}
	}
	ann := 0
	for _, s := range d.Sources {
		for _, n := range s.Annotations {
			if n.Speaker != nil {
				ann++
			}
		}
	}
	fmt.Println("claims", len(d.Claims), "two+", two, "values", values, "evidence speakers", speakers, "annotation speakers", ann)
}
