// One test file, so that the stages are synthesized once.
import "./template/account-names.ts";
import "./template/domains.ts";
import "./template/edge.ts";
import "./template/functions.ts";
import "./template/routes.ts";
import "./template/stages.ts";
import "./template/storage.ts";
import "./template/monitoring.ts";
