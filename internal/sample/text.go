package sample

import (
	"math/rand/v2"
	"strings"
)

// The words that sentences are made of. None of them is a name.
var (
	openings = lines(`On Tuesday
		In the weeks before the vote
		After two days of talks
		By the end of the month
		According to the minutes
		In a letter seen by this newspaper
		At the request of the opposition
		For the second time this year
		Despite earlier assurances
		In the course of the hearing
		Shortly before midnight
		As the winter drew near`)
	subjects = lines(`the regional council
		a group of former inspectors
		the ministry of transport
		several members of the board
		the owners of the two warehouses
		an independent panel
		the night shift
		residents of the lower town
		the customs service
		a spokeswoman for the insurers
		the public prosecutor
		three of the seven contractors
		the crew of the ferry
		an auditor who asked not to be named
		the editors of a trade journal
		the heirs of the founder
		the finance committee
		a retired harbour pilot
		the union of lorry drivers
		two junior ministers
		the municipal archive
		neighbours of the depot
		the administrators of the fund
		the captain of the dredger`)
	verbs = lines(`questioned
		published
		withheld
		defended
		reviewed
		contradicted
		confirmed
		postponed
		cancelled
		described
		inherited
		financed
		inspected
		summarised
		criticised
		ignored
		signed
		circulated
		corrected
		abandoned
		recalled
		challenged
		repeated
		registered`)
	objects = lines(`the figures for grain storage
		a draft of the harbour levy
		the list of damaged vessels
		the tender for the northern pier
		an estimate of the repair costs
		the complaint about unpaid wages
		a report on the missing containers
		the terms of the ferry licence
		the plan to drain the eastern marsh
		the minutes of the closed session
		an inventory of the old customs house
		the offer to buy the shipyard
		the survey of the flooded streets
		a petition with nine thousand signatures
		the contract for the weather station
		the memorandum on fuel prices
		the appeal against the demolition
		an account of the accident at lock four
		the timetable for the winter service
		the register of foreign owners
		the guarantee for the second loan
		a map of the polluted wells
		the rules for night deliveries
		the budget of the fishing fleet
		the testimony of a former clerk
		the agreement on shared pilots
		a warning about the retaining wall
		the archive of radio messages
		the claim for lost cargo
		an opinion on the border crossing
		the results of the spring count
		the order to close the quarry`)
	tails = lines(`in a statement of less than two pages
		before a crowded session of the assembly
		without giving any further explanation
		at a meeting that lasted until dawn
		in answer to a written question
		while negotiations were still going on
		during a visit to the new terminal
		on the eve of the anniversary
		in front of some forty witnesses
		after an exchange of sharp letters
		under a rule that dates from the last century
		with the support of smaller parties
		in spite of objections from the treasury
		as part of a wider settlement
		in the presence of foreign observers
		for reasons that remain disputed
		against the advice of the engineers
		in the third week of the strike
		following a complaint by a shareholder
		on behalf of the affected families
		under pressure from creditors abroad
		in a tone that surprised many listeners
		at the close of the financial year
		within hours of the first announcement
		between two rounds of consultation
		after the papers had been lost and found
		in one of the shortest debates on record
		over the protest of the minority
		on condition that the minutes stay sealed
		by a margin of only three votes
		in the hope of a quick decision
		with an eye to the coming season`)
	topics = lines(`Grain storage
		The harbour levy
		The northern pier
		Missing containers
		The ferry licence
		The eastern marsh
		Unpaid wages
		The old customs house
		The shipyard sale
		Flooded streets
		The weather station
		Fuel prices
		Lock four
		The winter service
		Foreign owners
		Polluted wells
		Night deliveries
		The fishing fleet
		Shared pilots
		The retaining wall`)
	following = lines(`critics
		lawyers
		representatives
		supporters
		accountants
		allies`)
	occupations = lines(`harbour inspector
		former minister
		maritime lawyer
		historian of the port
		trade unionist
		freight broker
		member of the council
		marine engineer`)
	agencies = lines(`Northern Wire Service
		Meridian Press Agency
		Coastal News Desk
		Continental Dispatch`)
)

func lines(s string) []string {
	var all []string
	for l := range strings.Lines(s) {
		all = append(all, strings.TrimSpace(l))
	}
	return all
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// statement is a sentence without its full stop and its capital.
func statement(r *rand.Rand) string {
	return pick(r, subjects) + " " + pick(r, verbs) + " " + pick(r, objects) + " " + pick(r, tails)
}

// plainSentence names nobody.
func plainSentence(r *rand.Rand) string {
	if r.IntN(3) == 0 {
		return capital(statement(r)) + ", and " + pick(r, subjects) + " " + pick(r, verbs) + " " + pick(r, objects) + "."
	}
	return pick(r, openings) + ", " + statement(r) + "."
}

// namingSentence holds the name once.
func namingSentence(r *rand.Rand, n string) string {
	switch r.IntN(7) {
	case 0:
		return "According to " + n + ", " + statement(r) + "."
	case 1:
		return capital(statement(r)) + ", a step that " + n + " had opposed for months."
	case 2:
		return n + "’s " + pick(r, following) + " " + pick(r, verbs) + " " + pick(r, objects) + " " + pick(r, tails) + "."
	case 3:
		return n + "'s " + pick(r, following) + " said that " + statement(r) + "."
	case 4:
		return "“" + capital(pick(r, subjects)) + " " + pick(r, verbs) + " " + pick(r, objects) + ",” " + n + " said " + pick(r, tails) + "."
	case 5:
		return n + " told reporters that " + statement(r) + "."
	}
	return n + " said that " + statement(r) + "."
}

// Ways in which collected texts part their paragraphs.
const (
	blankLines = iota
	lineEach
	hardWrapped
)

// layOut turns paragraphs into a text. Hard-wrapped lines have at most 72
// bytes, and the first of a paragraph is indented.
func layOut(paragraphs []string, way int) string {
	switch way {
	case lineEach:
		return strings.Join(paragraphs, "\n") + "\n"
	case hardWrapped:
		var b strings.Builder
		for _, p := range paragraphs {
			wrap(&b, p)
		}
		return b.String()
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}

func wrap(b *strings.Builder, paragraph string) {
	const width = 72
	b.WriteString("   ")
	at := 3
	for word := range strings.FieldsSeq(paragraph) {
		if at+1+len(word) > width {
			b.WriteString("\n" + word)
			at = len(word)
			continue
		}
		b.WriteString(" " + word)
		at += 1 + len(word)
	}
	b.WriteByte('\n')
}
