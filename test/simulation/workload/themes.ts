import type { Plan } from "../callers/plan.ts";
import { articles } from "./articles.ts";
import { awards } from "./awards.ts";
import { clients } from "./clients.ts";
import type { Drawing } from "./known.ts";
import { meetings, removeMeeting } from "./meetings.ts";
import { members } from "./members.ts";
import { organisations } from "./organisations.ts";
import { decisions, parts } from "./parts.ts";
import { photos } from "./photos.ts";

/** Draws something that a caller may want; undefined where what it needs is not there. */
export type Draw = (drawing: Drawing) => Plan | undefined;

const everything: Draw[] = [
  ...organisations,
  ...members,
  ...meetings,
  ...parts,
  ...decisions,
  ...awards,
  ...articles,
  ...photos,
  ...clients,
];

/** What callers of one run are busy with: mostly one thing, so that they meet. */
export const themes: readonly (readonly Draw[])[] = [
  everything,
  organisations,
  [...organisations, ...clients],
  [...organisations, ...members],
  members,
  [...members, ...awards, ...parts],
  meetings,
  [...meetings, ...articles],
  articles,
  [...parts, ...decisions, removeMeeting],
  [...parts, ...decisions],
  [...parts, ...photos, removeMeeting],
  photos,
  [...awards, ...parts, removeMeeting],
  awards,
  [...awards, ...organisations],
];
