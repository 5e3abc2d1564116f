// One file for jest, so that the stages are synthesized once for all that is said of them.
import "./template/edge.ts";
import "./template/functions.ts";
import "./template/routes.ts";
import "./template/stages.ts";
import "./template/storage.ts";
import "./template/monitoring.ts";
