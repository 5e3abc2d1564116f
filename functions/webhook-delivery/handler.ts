import { createDeliver } from "./deliver-messages.ts";
import { deliveryContext } from "./delivering.ts";

export const handler = createDeliver(deliveryContext);
