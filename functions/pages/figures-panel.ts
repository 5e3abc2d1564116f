import type { PublishedEvent } from "../../lib/articles/events.ts";
import { empty, type Html, html } from "../shared/html.ts";
import { numberText } from "./format.ts";
import { texts } from "./texts.ts";

/** Maximum number of votes in the panel. */
const votesShown = 6;

/** The figures of a meeting that was held; zeros are omitted. */
export const figuresPanel = ({ article: { language }, meeting, figures }: PublishedEvent): Html => {
  if (meeting.status !== "held") return empty;
  const text = texts[language];
  const { members, cells, votes, guidance, awards } = figures;
  const counts: [number, string][] = [
    [members.total, text.members],
    [members.official, text.official],
    [members.probationary, text.probationary],
    [cells, text.cells],
  ];
  const after: [number, string][] = [
    [guidance, text.guidance],
    [awards.collective, text.collective],
    [awards.individual, text.individual],
  ];
  const number = ([value, label]: [number, string]) => (value > 0 ? [tile(numberText(value, language), label)] : []);
  const voted = votes.slice(0, votesShown).map(({ share, adopted }) => {
    const ballots = `${numberText(share.for, language)}/${numberText(share.base, language)}`;
    return tile(ballots, adopted ? text.adopted : text.notAdopted);
  });
  const tiles = [...counts.flatMap(number), ...voted, ...after.flatMap(number)];
  if (tiles.length === 0) return empty;
  return html`<aside class="figures" aria-labelledby="figures"><h2 id="figures">${text.figures}</h2><dl>${tiles}</dl><p>${text.figuresNote}</p></aside>`;
};

const tile = (value: string, label: string): Html => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
