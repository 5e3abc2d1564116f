import type { PublishedEvent } from "../../lib/articles/events.ts";
import { type Html, html, nothing } from "../shared/html.ts";
import { numberText } from "./format.ts";
import { words } from "./texts.ts";

/** Votes that the panel shows one by one. */
const votesShown = 6;

/** What the record counts of the event; what it does not count is left out. */
export const figuresPanel = ({ article: { language }, figures }: PublishedEvent): Html => {
  const say = words[language];
  const { members, cells, votes, guidance, awards } = figures;
  const counts: [number, string][] = [
    [members.total, say.members],
    [members.official, say.official],
    [members.probationary, say.probationary],
    [cells, say.cells],
  ];
  const after: [number, string][] = [
    [guidance, say.guidance],
    [awards.collective, say.collective],
    [awards.individual, say.individual],
  ];
  const number = ([value, label]: [number, string]) => (value > 0 ? [tile(numberText(value, language), label)] : []);
  const voted = votes.slice(0, votesShown).map(({ share, adopted }) => {
    const ballots = `${numberText(share.for, language)}/${numberText(share.base, language)}`;
    return tile(ballots, adopted ? say.adopted : say.notAdopted);
  });
  const tiles = [...counts.flatMap(number), ...voted, ...after.flatMap(number)];
  if (tiles.length === 0) return nothing;
  return html`<aside class="figures" aria-labelledby="figures"><h2 id="figures">${say.figures}</h2><dl>${tiles}</dl><p>${say.figuresNote}</p></aside>`;
};

const tile = (value: string, label: string): Html => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
