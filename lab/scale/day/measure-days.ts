import type { Section } from "../../bench/report/section.ts";
import { recordDayNation } from "./nation.ts";
import { days, nationCommittees } from "./plan.ts";
import { replayPeak } from "./replay.ts";
import { heatSection, meetingSection } from "./report.ts";

/** Committees that act for the nation's, and the seconds of each day's peak that are replayed. */
export type DayOptions = { seed: number; active: number; seconds: number };

/** Replays the peaks of all planned days on one nation, the quietest first. */
export const measureDays = async ({ seed, active, seconds }: DayOptions, say: (text: string) => void) => {
  say(`Recording ${active} committees`);
  const nation = await recordDayNation(seed, nationCommittees, active);
  const sections: Section[] = [];
  for (const [day, plan] of Object.entries(days)) {
    say(`Replaying ${seconds} seconds of the ${day} day`);
    const replayed = await replayPeak(nation, plan, { seconds, seed });
    sections.push(heatSection(day, plan, nation, replayed), meetingSection(nation, replayed));
  }
  return sections;
};
