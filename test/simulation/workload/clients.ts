import type { Plan } from "../callers/retrying-caller.ts";
import { type Drawing, given, someExternalIds } from "./context.ts";

const create = (drawing: Drawing): Plan => {
  const { random, known } = drawing;
  return {
    operation: "createClient",
    keyed: random.chance(0.9),
    body: given({
      organisationId: random.chance(0.8) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
      name: drawing.mark(),
      scopes: ["dangbo/read"],
      externalIds: someExternalIds(drawing),
    }),
    learn: ({ id }) => known.clients.push(String(id)),
  };
};

const renew = ({ random, known }: Drawing): Plan | undefined => {
  const clientId = random.pick(known.clients);
  return clientId === undefined ? undefined : { operation: "renewClientSecret", params: { clientId }, keyed: true };
};

const remove = ({ random, known }: Drawing): Plan | undefined => {
  const clientId = random.pick(known.clients);
  return clientId === undefined ? undefined : { operation: "deleteClient", params: { clientId }, read: "getClient" };
};

export const clients = [create, create, renew, renew, remove];
