import { formatAnchor, parseAnchor } from "./audit/anchors.ts";
import { openLocalTable, openStageTable } from "./audit/open-table.ts";
import { type FeedSummary, verifyFeeds } from "./audit/verify-feeds.ts";
import { runCommand, state, stateVariable } from "./command.ts";

const describe = ({ feed, entries, withChanges }: FeedSummary): string =>
  entries === 0
    ? `${feed}: no entries yet`
    : `${feed}: entries 1 to ${entries} are valid, ${withChanges} with their changes`;

await runCommand({
  usage: "npm run verify-audit --",
  summary: "Verifies the audit log of all organisations in the table, each from its first entry to its stored end.",
  options: {
    stage: { type: "string", value: "name", help: "A stage on AWS instead of this machine", default: "local" },
    anchor: {
      type: "string",
      value: "feed:number:hash",
      help: "An end that an earlier verification printed; may be repeated",
      multiple: true,
      default: [],
    },
  },
  environment: stateVariable,
  async run({ stage, anchor }) {
    const anchors = anchor.map(parseAnchor);
    await using table = await (stage === "local" ? openLocalTable(state) : openStageTable(stage));
    const { valid, faults } = await verifyFeeds(table, anchors);
    const place = stage === "local" ? state : `stage ${stage}`;
    console.log(`The audit log of ${place}, table ${table.tableName}:`);
    for (const summary of valid) console.log(`  ${describe(summary)}`);
    if (faults.length > 0) throw new Error(`The audit log is not valid:\n  ${faults.join("\n  ")}`);
    const ends = valid.filter(({ entries }) => entries > 0);
    console.log(`The audit log is valid.${ends.length === 0 ? "" : " Record its ends for the next verification:"}`);
    for (const { feed, end } of ends) console.log(`  --anchor ${formatAnchor({ feed, ...end })}`);
  },
});
