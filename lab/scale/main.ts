/** `npm run scale`: loads a nation, measures every operation in nations of different sizes, replays a planned day. */
import { join } from "node:path";
import type { Section } from "../bench/report/section.ts";
import { textOf } from "../bench/report/text.ts";
import { dropFiles, loadNation, verifyLoaded } from "./bulk/load.ts";
import { measureDays } from "./day/measure-days.ts";
import { measureAll } from "./measure/measure-all.ts";
import { readOptions } from "./options.ts";
import { writeScale } from "./write-scale.ts";

/** Enough of a day's peak that its seconds differ, and of its committees that their superiors do. */
const replayed = { seed: 1, active: 80, seconds: 5 };

const { load, measure, day, state, write } = readOptions(process.argv.slice(2));
const say = (text: string) => process.stderr.write(`${text}\n`);

if (load) {
  const folder = join(state, String(load.members));
  const { items, seconds } = await loadNation(load, folder, say);
  dropFiles(folder);
  say(`${items} items in ${Math.round(seconds.recording + seconds.importing)} s`);
  const verified = await verifyLoaded(folder);
  say(`${verified.statistics} organisations and ${verified.members} members are what was drawn`);
}
const measured: Section[] = measure ? await measureAll(state, say) : [];
const replays: Section[] = day ? await measureDays(replayed, say) : [];
console.info([...measured, ...replays].map(textOf).join("\n\n"));
if (write) writeScale({ measured, replays });
