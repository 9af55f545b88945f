/* What eslint holds in the scripts. Layout is prettier's; types are tsc's. */
import js from "@eslint/js";
import globals from "globals";

const HTML = "User text is text: no script here parses HTML. Make nodes, or use lit-html's templates.";
const parsing = ["innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment", "setHTMLUnsafe", "srcdoc"];

export default [
  // Vendored files are as their authors publish them.
  { ignores: ["assets/js/lib/vendor/**", "node_modules/**", ".venv/**", "build/**", "dist/**"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-shadow-restricted-names": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "all" }],
      "no-restricted-properties": [
        "error",
        ...parsing.map((property) => ({ property, message: HTML })),
        { object: "document", property: "write", message: HTML },
        { object: "document", property: "writeln", message: HTML },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "NewExpression[callee.name='DOMParser']", message: HTML },
        { selector: "ImportDeclaration[source.value=/unsafe-(html|svg|static)|static-html/]", message: HTML },
      ],
    },
  },
  // Runs before anything is painted, therefore no module.
  { files: ["assets/js/pages/first.js"], languageOptions: { sourceType: "script" } },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: globals.nodeBuiltin } },
  { files: ["eslint.config.js"], languageOptions: { globals: globals.nodeBuiltin } },
];
