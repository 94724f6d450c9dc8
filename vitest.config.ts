import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/fixtures/**", "tests/e2e/**"],
    testTimeout: 20_000,
    // Property tests and spawned processes must not depend on the machine that runs them.
    env: { TZ: "UTC", NO_COLOR: "1", FORCE_COLOR: "0", NODE_EXTRA_CA_CERTS: "" },
  },
});
