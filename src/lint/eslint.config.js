import js from "@eslint/js";
import globals from "globals";

// Checks a copy: webroot and the tests lie beside this file (see WebrootSourceTest).
// Which folder may import which is checked by layers.test.js, which sees types too.
const webSocket = { name: "WebSocket", message: "Only shell/connection.js talks to the server." };
const chart = {
  patterns: [{ regex: "^chart\\.js", message: "Only charts/axes.js knows Chart.js." }],
};

export default [
  { ignores: ["node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-throw-literal": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["webroot/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-console": ["error", { allow: ["warn", "error"] }],
      "no-restricted-globals": ["error", webSocket],
      "no-restricted-properties": [
        "error",
        { object: "window", property: "WebSocket", message: webSocket.message },
        { object: "globalThis", property: "WebSocket", message: webSocket.message },
      ],
      "no-restricted-imports": ["error", chart],
    },
  },
  {
    files: ["webroot/shell/connection.js"],
    rules: { "no-restricted-globals": "off", "no-restricted-properties": "off" },
  },
  { files: ["webroot/charts/axes.js"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/test/js/**/*.js"], languageOptions: { globals: globals.node } },
];
