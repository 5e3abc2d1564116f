import type { Plan } from "../callers/retrying-caller.ts";
import { randomExternalIds, remember, remove, type WorkloadContext, withoutUndefined } from "./context.ts";

const create = (context: WorkloadContext): Plan => {
  const { random, known } = context;
  return {
    operation: "createClient",
    withKey: random.chance(0.9),
    body: withoutUndefined({
      organisationId: random.chance(0.8) ? random.pick([...known.tenantIds, ...known.cells]) : undefined,
      name: context.marker(),
      scopes: ["dangbo/read"],
      externalIds: randomExternalIds(context),
    }),
    onSuccess: remember(known.clients),
  };
};

const renew = ({ random, known }: WorkloadContext): Plan | undefined => {
  const clientId = random.pick(known.clients);
  return clientId === undefined ? undefined : { operation: "renewClientSecret", params: { clientId }, withKey: true };
};

const removeClient = ({ random, known }: WorkloadContext) => remove("Client", random.pick(known.clients));

export const clients = [create, create, renew, renew, removeClient];
