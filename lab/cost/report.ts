import { moneyFor, type PriceName, prices, pricesIn, pricesOn } from "./prices.ts";
import type { Size } from "./size.ts";
import type { Usage } from "./usage.ts";

/** The prices of each service. */
const services: Readonly<Record<string, readonly PriceName[]>> = {
  "API Gateway": ["HTTP API requests", "Transfer out"],
  Lambda: ["Lambda requests", "Lambda time"],
  DynamoDB: ["DynamoDB reads", "DynamoDB writes", "DynamoDB storage", "DynamoDB backup by the second"],
  S3: ["S3 storage", "S3 writes", "S3 reads"],
  CloudFront: ["CloudFront requests", "CloudFront transfer"],
  "KMS and secrets": ["KMS signatures", "KMS keys", "Secrets Manager"],
  "SQS and EventBridge": ["SQS requests", "EventBridge events"],
  CloudWatch: ["CloudWatch logs", "CloudWatch log storage", "CloudWatch alarms"],
};

export type ServiceCost = { service: string; usd: number; lines: { name: PriceName; count: number; usd: number }[] };

/** The cost of each service in a month, the most expensive line first. */
export const costsOf = (usage: Usage): ServiceCost[] =>
  Object.entries(services).map(([service, names]) => {
    const lines = names.map((name) => ({ name, count: usage[name], usd: moneyFor(name, usage[name]) }));
    return { service, usd: totalOf(lines), lines: lines.sort((a, b) => b.usd - a.usd) };
  });

export const totalOf = (costs: readonly { usd: number }[]): number => costs.reduce((sum, { usd }) => sum + usd, 0);

const money = (usd: number) => usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const count = (number: number) => number.toLocaleString("en-US", { maximumFractionDigits: number < 100 ? 2 : 0 });

const line = (name: string, many: string, unit: string, usd: number) =>
  `${name.padEnd(34)}${many.padStart(16)} ${unit.padEnd(26)}${money(usd).padStart(10)}`;

/** The report for the terminal: units and money a month, by service. */
export const textOf = (size: Size, usage: Usage, measuredOn: string): string => {
  const costs = costsOf(usage);
  const lines = costs.flatMap(({ service, usd, lines: own }) => [
    line(service, "", "", usd),
    ...own.map(({ name, count: many, usd: part }) => line(`  ${name}`, count(many), prices[name].unit, part)),
  ]);
  const unverified = Object.values(prices).filter(({ isVerified }) => !isVerified).length;
  const { members, meetings, photos, years, clients } = size;
  return [
    `A month at ${count(members)} members, ${count(meetings)} meetings and ${count(photos)} photos a year, ` +
      `${count(years)} years retained, ${count(clients)} clients`,
    `USD, list prices of ${pricesOn} in ${pricesIn}, units measured on ${measuredOn}`,
    "",
    ...lines,
    "",
    line("Total", "", "", totalOf(costs)),
    "",
    `${unverified} of ${Object.values(prices).length} prices were not verified on that day (lab/cost/prices.ts); traffic is assumed`,
    "(lab/cost/assumptions.ts). Free tiers, discounts and taxes are left out.",
  ].join("\n");
};
