import { createDeliver } from "./deliver-messages.ts";
import { delivering } from "./delivering.ts";

export const handler = createDeliver(delivering);
