// A long suite that starts last leaves the other workers idle at the end of a run.
import TestSequencer from "@jest/test-sequencer";

/** The longest suites of a run, the longest first. The order affects the duration of a run only. */
const longest = [
  "journey/data-subjects",
  "unit/photos/imaging/corpus",
  "lab/chaos",
  "lab/soak",
  "simulation/simulation",
  "journey/webhooks-recovery",
  "fuzz/fuzz",
  "fault/moves/figures",
  "infra/commands",
  "infra/local/kill",
  "fault/data-subjects/erase",
  "lab/units",
  "browser/layout",
  "browser/event-page",
  "infra/template",
  "journey/restore",
  "journey/recovery",
  "journey/full-disk",
  "unit/photos/imaging/trailers",
  "store/moves/staged",
];

const rank = ({ path }) => {
  const index = longest.findIndex((suite) => path.endsWith(`/test/${suite}.test.ts`));
  return index < 0 ? longest.length : index;
};

export default class LongestFirst extends TestSequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
