import { serve } from "../shared/http.ts";
import { createOrganisation } from "./create-organisation.ts";
import { deleteOrganisation } from "./delete-organisation.ts";
import { getOrganisation } from "./get-organisation.ts";
import { listMoves } from "./list-moves.ts";
import { listOrganisations } from "./list-organisations.ts";
import { moveOrganisation } from "./move-organisation.ts";
import { putOrganisationByExternalId } from "./put-organisation-by-external-id.ts";
import { updateOrganisation } from "./update-organisation.ts";

const operations = { createOrganisation, listOrganisations, getOrganisation, updateOrganisation, deleteOrganisation };

export const handler = serve({ ...operations, moveOrganisation, listMoves, putOrganisationByExternalId });
