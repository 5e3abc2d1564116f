import { site } from "../../../functions/pages/site.ts";

const environment = {
  AWS_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "a secret",
  BUCKET_NAME: "photos",
  PAGES_URL: "https://events.example",
  PICTURE_HOST: "edge",
};
const before = { ...process.env };
beforeAll(() => {
  delete process.env.AWS_ENDPOINT_URL_S3;
  Object.assign(process.env, environment);
});
afterAll(() => {
  process.env = before;
});

test("Behind the edge, photos have URLs of the pages' host with the signature for storage", async () => {
  const { photoOrigin: pictures, views } = await site();
  expect(pictures).toBe("https://events.example");
  const url = new URL(await views.sign("renditions/1/screen.webp", "2023-12-26T01:00:00Z"));
  expect(url.origin + url.pathname).toBe("https://events.example/renditions/1/screen.webp");
  expect(url.searchParams.get("X-Amz-Credential")).toBe("AKIAEXAMPLE/20231226/ap-southeast-1/s3/aws4_request");
  expect(url.searchParams.get("X-Amz-SignedHeaders")).toBe("host");
});
