import type { Plan } from "../callers/retrying-caller.ts";
import { articles, turns } from "./articles.ts";
import { awards } from "./awards.ts";
import { clients } from "./clients.ts";
import type { Drawing } from "./context.ts";
import { changeMeeting, meetings, removeMeeting } from "./meetings.ts";
import { fluctuation, members } from "./members.ts";
import { leavings, organisations, upheavals } from "./organisations.ts";
import { decisions, documents, naming, parts, pointing } from "./parts.ts";
import { photos, photosNearTheHour, renewals } from "./photos.ts";
import { webhooks } from "./webhooks.ts";

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
  ...webhooks,
];

/** What callers of one run are busy with: mostly one thing, so that they meet; some, so that one takes what another needs. */
export const themes: readonly (readonly Draw[])[] = [
  everything,
  organisations,
  [...organisations, ...clients],
  [...members, ...upheavals, ...upheavals],
  [...awards, ...clients, ...upheavals, ...upheavals],
  [...meetings, ...upheavals, ...upheavals],
  members,
  [...fluctuation, ...naming, ...awards],
  [...fluctuation, ...photos],
  meetings,
  [changeMeeting, changeMeeting, ...articles],
  [changeMeeting, ...turns],
  [removeMeeting, ...articles],
  articles,
  documents,
  pointing,
  [...parts, ...decisions],
  [...parts, ...decisions, removeMeeting],
  [...parts, ...photos, removeMeeting],
  photos,
  renewals,
  leavings,
  [...awards, ...parts, removeMeeting],
  awards,
  clients,
  webhooks,
];

/** What is done in a meeting that is too large to go at once. */
export const largeMeeting: readonly Draw[] = [
  removeMeeting,
  removeMeeting,
  removeMeeting,
  ...parts,
  ...decisions,
  ...photos,
  ...articles,
];

/** What is done when the hour of a photo is near. */
export const nearTheHour: readonly Draw[] = photosNearTheHour;
