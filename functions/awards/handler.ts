import { serve } from "../shared/http.ts";
import { createAward } from "./create-award.ts";
import { deleteAward } from "./delete-award.ts";
import { getAward } from "./get-award.ts";
import { listAwards } from "./list-awards.ts";
import { putAwardByExternalId } from "./put-award-by-external-id.ts";
import { updateAward } from "./update-award.ts";

export const handler = serve({ createAward, listAwards, getAward, updateAward, deleteAward, putAwardByExternalId });
