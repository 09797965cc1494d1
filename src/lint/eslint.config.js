import js from "@eslint/js";
import globals from "globals";

// Checks a copy: webroot and the tests lie beside this file (see WebrootSourceTest).
const webSocket = { name: "WebSocket", message: "Only connection.js talks to the server." };
const chart = {
  patterns: [{ regex: "chart\\.js", message: "Only views/*chart*.js draw with Chart.js." }],
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
    files: ["webroot/connection.js"],
    rules: { "no-restricted-globals": "off", "no-restricted-properties": "off" },
  },
  { files: ["webroot/views/*chart*.js"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/test/js/**/*.js"], languageOptions: { globals: globals.node } },
];
