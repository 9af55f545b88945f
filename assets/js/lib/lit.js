/* The one way the page's DOM is made: lit-html's templates. Everything in a `${…}` is text, a value or
   an attribute, never HTML: no script here parses HTML that holds what a person typed. */
export { html, noChange, nothing, render, svg } from "./vendor/lit-html/lit-html.js";
export { Directive, directive } from "./vendor/lit-html/directive.js";
export { classMap } from "./vendor/lit-html/directives/class-map.js";
export { ifDefined } from "./vendor/lit-html/directives/if-defined.js";
export { keyed } from "./vendor/lit-html/directives/keyed.js";
export { live } from "./vendor/lit-html/directives/live.js";
export { createRef, ref } from "./vendor/lit-html/directives/ref.js";
export { repeat } from "./vendor/lit-html/directives/repeat.js";
export { styleMap } from "./vendor/lit-html/directives/style-map.js";
