import type { Action } from "../client/worker.ts";
import { articles } from "./articles.ts";
import { attendees } from "./attendees.ts";
import { awards } from "./awards.ts";
import { clients } from "./clients.ts";
import { history } from "./history.ts";
import { meetings } from "./meetings.ts";
import { members } from "./members.ts";
import { minutes } from "./minutes.ts";
import { organisations } from "./organisations.ts";
import { parts } from "./parts.ts";
import { photos } from "./photos.ts";
import { reads } from "./reads.ts";

/** All that clients do, as often as their weights say. */
export const actions: readonly Action[] = [
  ...organisations,
  ...members,
  ...history,
  ...meetings,
  ...attendees,
  ...parts,
  ...awards,
  ...photos,
  ...articles,
  ...clients,
  ...reads,
  ...minutes,
];

/** The actions, each as many times as it weighs: one drawn of them is drawn by weight. */
export const weighed: readonly Action[] = actions.flatMap((action) =>
  Array.from({ length: action.weight }, () => action),
);
