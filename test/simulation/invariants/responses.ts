import { routes } from "../../../lib/contract/routes.ts";
import { type Attempt, codeOf, isSuccess, recordOf } from "../callers/attempt.ts";
import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";

const nameOf = ({ operation, params, answer }: Attempt) =>
  `${operation} ${Object.values(params).join(" ")} → ${answer?.statusCode} ${codeOf(answer)}`;

/** Only what comes from outside excuses `busy`: writers that meet are not told of each other. */
const wrong = ({ attempt, story }: { attempt: Attempt; story: Story }): string[] => {
  const { answer, process } = attempt;
  if (!answer) return [];
  const { statusCode } = answer;
  if (statusCode >= 500 && statusCode !== 503) return [`${nameOf(attempt)}: ${story.logged.at(-1)}`];
  if (statusCode === 503 && !process.excused) return [`${nameOf(attempt)} though the table answered`];
  return [];
};

/** A deletion that others began may be finished by one that is itself refused. */
const finishesOthers = ({ operation }: Attempt) => operation === "deleteMeeting";

const doneThoughRefused = (attempt: Attempt): string[] => {
  const { answer, process } = attempt;
  const refused = answer !== undefined && answer.statusCode >= 400 && answer.statusCode !== 503;
  return refused && process.applied.length > 0 && !finishesOthers(attempt) ? [nameOf(attempt)] : [];
};

const doneTwice = (attempt: Attempt): string[] =>
  attempt.process.applied.length > 1 && !finishesOthers(attempt) ? [nameOf(attempt)] : [];

const perAttempt = (name: string, of: (attempt: Attempt, story: Story) => string[]): Check => ({
  name,
  look: (story) => story.ledger.flatMap((attempt) => of(attempt, story)),
});

/** Attempts that name the same idempotency key. */
const byKey = ({ ledger }: Story): Attempt[][] => [
  ...Map.groupBy(
    ledger.filter(({ key }) => key !== undefined),
    ({ caller, key, operation }) => `${caller} ${key} ${operation}`,
  ).values(),
];

/** A body without what is signed anew, and a secret that only the first answer shows. */
const lasting = (attempt: Attempt): string => {
  const { upload: _, clientSecret: __, secret: ___, ...record } = recordOf(attempt.answer);
  return JSON.stringify(record);
};

const sameBytes = (attempts: readonly Attempt[]): string[] => {
  const bodies = new Set(attempts.filter(({ answer }) => isSuccess(answer)).map(lasting));
  return bodies.size > 1 ? [`${attempts[0]?.operation}: ${[...bodies].join(" | ")}`] : [];
};

export const answers: readonly Check[] = [
  perAttempt("the service fails only when the table does", (attempt, story) => wrong({ attempt, story })),
  perAttempt("what is refused has no effect", doneThoughRefused),
  perAttempt("a request has one effect", doneTwice),
  {
    name: "a key has one effect",
    look: (story) =>
      byKey(story).flatMap((attempts) => {
        const effects = attempts.flatMap(({ process }) => process.applied).length;
        return effects > 1 ? [`${attempts[0]?.operation} ${effects} times`] : [];
      }),
  },
  { name: "a key has one answer", look: (story) => byKey(story).flatMap(sameBytes) },
  {
    name: "who succeeds has an effect, or finds it there",
    look: ({ ledger }) =>
      ledger
        .filter(({ operation, answer }) => routes[operation].method === "DELETE" && answer?.statusCode === 204)
        .flatMap((attempt) => (attempt.process.applied.length === 0 ? [nameOf(attempt)] : [])),
  },
];
