/** The version in package.json, put in by the build and by the test runner. */
declare const __INTENTK_VERSION__: string
/** Names the sources that the command was built of, put in by the build alone. */
declare const __INTENTK_BUILD__: string
