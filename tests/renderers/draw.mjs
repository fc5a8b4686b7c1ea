// Draws forms as a portal would, in react-jsonschema-form and in JSON Forms, and says what went
// wrong: `node draw.mjs < forms.json`, a list of {name, schema, uiSchema, answers}, prints a list
// of {name, problems}. Run in the folder that its packages are installed in.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
const names = ["window", "document", "navigator", "HTMLElement", "Element", "Node", "Event", "MutationObserver"];
for (const name of names) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

// Both look for a page when they are loaded, so they come after it is there.
const { createElement, act } = await import("react");
const { createRoot } = await import("react-dom/client");
const { Ajv2020 } = await import("ajv/dist/2020.js");
const { default: formats } = await import("ajv-formats");
const { default: Form } = await import("@rjsf/core");
const { customizeValidator } = await import("@rjsf/validator-ajv8");
const { JsonForms } = await import("@jsonforms/react");
const { vanillaRenderers, vanillaCells } = await import("@jsonforms/vanilla-renderers");

const validator = customizeValidator({ AjvClass: Ajv2020 });

/** What the console hears while an element is drawn, and the element's HTML. */
async function draw(element) {
  const said = [];
  const kept = { error: console.error, warn: console.warn };
  console.error = console.warn = (...words) => said.push(words.join(" ").slice(0, 300));
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  try {
    await act(() => root.render(element));
    return { said, html: document.body.innerHTML };
  } catch (failure) {
    return { said: [...said, `thrown: ${failure.message}`], html: "" };
  } finally {
    await act(() => root.unmount());
    document.body.replaceChildren();
    Object.assign(console, kept);
  }
}

function undrawn(schema, isDrawn) {
  return Object.keys(schema.properties).filter((name) => !isDrawn(name)).map((name) => `${name} is not drawn`);
}

async function inRjsf({ schema, uiSchema, answers }) {
  const ui = uiSchema.rjsf;
  const { said, html } = await draw(createElement(Form, { schema, uiSchema: ui, validator, formData: answers }));
  const cannot = html.includes("unsupported") || html.includes("Unsupported") ? ["a field it cannot draw"] : [];
  const missing = undrawn(schema, (name) => html.includes(`"root_${name}`));
  const { errors } = validator.validateFormData(answers, schema, undefined, undefined, ui);
  return [...said, ...cannot, ...missing, ...errors.map((one) => `${one.property} ${one.message}`)];
}

async function inJsonForms({ schema, uiSchema, answers }) {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  const given = { schema, uischema: uiSchema.jsonforms, data: answers, ajv };
  const { said, html } = await draw(
    createElement(JsonForms, { ...given, renderers: vanillaRenderers, cells: vanillaCells }),
  );
  const cannot = html.includes("No applicable") ? ["a field it cannot draw"] : [];
  const scopes = JSON.stringify(uiSchema.jsonforms);
  const missing = undrawn(schema, (name) => scopes.includes(`"#/properties/${name}`));
  return [...said, ...cannot, ...missing, ...refusals(ajv, schema, answers)];
}

/** What the page would say of the answers: it tells a portal only some time after it was drawn. */
function refusals(ajv, schema, answers) {
  try {
    const isRight = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
    return isRight(answers) ? [] : isRight.errors.map((one) => `${one.instancePath} ${one.message}`);
  } catch (failure) {
    return [`thrown: ${failure.message}`];
  }
}

let text = "";
for await (const part of process.stdin) text += part;
const results = [];
for (const form of JSON.parse(text)) {
  const rjsf = (await inRjsf(form)).map((what) => `RJSF: ${what}`);
  const jsonForms = (await inJsonForms(form)).map((what) => `JSON Forms: ${what}`);
  results.push({ name: form.name, problems: [...rjsf, ...jsonForms] });
}
process.stdout.write(JSON.stringify(results));
