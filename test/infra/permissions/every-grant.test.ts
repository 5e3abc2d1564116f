import { type FunctionName, functions } from "../../../lib/contract/functions.ts";
import { journeys } from "./journeys/all.ts";
import { describeGrant, failureWithout, functionOf, type GrantUse, grantsOf, recordUses } from "./journeys/grants.ts";
import { type JourneyService, startJourneyService } from "./journeys/journey-service.ts";

const names = Object.keys(functions) as FunctionName[];

/** The short form revokes one grant of each function, the long form (`npm run test:long`) every one. */
const isLong = process.env.TEST_LONG === "1";
/** Set TEST_SEED to repeat a short form. */
const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 1_000_000));
const sample = <T>(all: readonly T[], at: number): T[] => (isLong ? [...all] : all.slice(at % all.length).slice(0, 1));

let service: JourneyService;
let uses: GrantUse[] = [];
/** Statuses of the public keys without and with the grant to read them, before any other call. */
const jwksStatuses: number[] = [];

beforeAll(async () => {
  service = await startJourneyService(async (permissions, url) => {
    const [grant] = permissions.grants().filter(({ action }) => action === "kms:GetPublicKey");
    if (!grant) throw new Error("No role may read the public key");
    const readKeys = async () => jwksStatuses.push((await fetch(`${url}/.well-known/jwks.json`)).status);
    const restoreGrant = permissions.revoke(grant);
    await readKeys();
    restoreGrant();
    await readKeys();
  });
  uses = await recordUses(service, journeys);
});
afterAll(() => service.close(), 60_000);

/** Each environment reads the key once, so that only the first call of all can fail. */
const readOnce = "token: kms:GetPublicKey on the key";

test("The public keys cannot be read without the permission to read them", () => {
  expect(jwksStatuses).toEqual([500, 200]);
});

test("Every granted permission is used by a journey or by Lambda", () => {
  const isUsed = ({ grant, journeys: by }: GrantUse) => {
    const restoreGrant = service.permissions.revoke(grant);
    const isUsedByLambda = service.permissions.missingAccess().length > 0;
    restoreGrant();
    return isUsedByLambda || by.length > 0 || describeGrant(grant) === readOnce;
  };
  expect(uses.filter((use) => !isUsed(use)).map(({ grant }) => describeGrant(grant))).toEqual([]);
});

test("No permission is granted twice", () => {
  const all = grantsOf(service).map(describeGrant);
  expect(all.filter((grant, at) => all.indexOf(grant) !== at)).toEqual([]);
});

test.each(names)(
  `Without any one of the permissions of %s a journey or the start of the service fails (${isLong ? "all" : `seed ${seed}`})`,
  async (name) => {
    const own = uses.filter(({ grant }) => functionOf(grant) === name && describeGrant(grant) !== readOnce);
    expect(own.length).toBeGreaterThan(0);
    const unnecessary: string[] = [];
    for (const use of sample(own, seed))
      if ((await failureWithout(service, use)) === undefined) unnecessary.push(describeGrant(use.grant));
    expect(unnecessary).toEqual([]);
  },
);
