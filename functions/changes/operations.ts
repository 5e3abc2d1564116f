import { listAudit } from "./list-audit.ts";
import { listChanges } from "./list-changes.ts";

export const operations = { listChanges, listAudit };
