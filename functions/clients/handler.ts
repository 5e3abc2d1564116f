import { serve } from "../shared/http.ts";
import { createClient } from "./create-client.ts";
import { deleteClient } from "./delete-client.ts";
import { getClient } from "./get-client.ts";
import { listClients } from "./list-clients.ts";
import { renewClientSecret } from "./renew-client-secret.ts";

export const handler = serve({ createClient, listClients, getClient, deleteClient, renewClientSecret });
