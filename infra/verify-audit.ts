import { parseArgs } from "node:util";
import { parseAnchor, readAudit, verifyChain } from "./audit-chain.ts";
import { runCommand } from "./command.ts";

const { DANGBO_URL: url = "http://localhost:3000", DANGBO_CLIENT: client = "admin" } = process.env;
const { DANGBO_SECRET: secret = "local-admin-secret" } = process.env;

await runCommand(async () => {
  const { values } = parseArgs({ options: { anchor: { type: "string", multiple: true, default: [] } } });
  const { entries, withChanges, end } = await verifyChain(
    readAudit({ url, client, secret }),
    values.anchor.map(parseAnchor),
  );
  console.log(`The chain is valid: ${entries} entries, ${withChanges} with their changes.`);
  if (entries > 0)
    console.log(`Record the anchor of its end for the next verification: --anchor ${end.number}:${end.hash}`);
});
