// Validates SARIF files: node validate.mjs FILE...
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two judges. The schema of SARIF 2.1.0, with ajv: anything it says is an
// error. Microsoft's multitool with the rules of SARIF and of GitHub code
// scanning: errors and warnings fail, notes are advice on style.
//
// The npm packages of package.json are expected in $HEDDLE_NODE_MODULES.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const modules = process.env.HEDDLE_NODE_MODULES;
if (!modules) {
  console.error("HEDDLE_NODE_MODULES is not set: run ./test, or npm ci beside");
  console.error("a copy of package.json and package-lock.json");
  process.exit(2);
}
const require = createRequire(join(resolve(modules), "noop.js"));
const multitool = join(resolve(modules), "@microsoft/sarif-multitool-linux");

// Warnings that we live with.
const ignored = new Set([
  "SARIF2005", // asks for a home page of the tool: Heddle has none
]);

function schemaErrors(log) {
  const Ajv = require("ajv/dist/2020").default;
  const addFormats = require("ajv-formats").default;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const schema = JSON.parse(
    readFileSync(join(multitool, "sarif-2.1.0.json"), "utf8"));
  const validate = ajv.compile(schema);
  if (validate(log)) return [];
  return validate.errors.map((e) => `schema: ${e.instancePath}: ${e.message}`);
}

function multitoolErrors(file) {
  const tool = join(multitool, "Sarif.Multitool");
  chmodSync(tool, 0o755); // npm does not keep the mode of what it unpacks
  const scratch = mkdtempSync(join(tmpdir(), "heddle-sarif-"));
  try {
    const output = join(scratch, "verdict.sarif");
    try {
      execFileSync(tool, [
        "validate", resolve(file), "--rule-kind", "Sarif;Gh", "--level",
        "Error;Warning;Note", "--output", output, "--log", "ForceOverwrite",
      ], {
        stdio: "pipe",
        // The tool is a .NET program; its bundle brings no ICU.
        env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
      });
    } catch (error) {
      // It exits with 1 when it has found something; then the log says what.
      if (error.status !== 1) throw error;
    }
    const verdict = JSON.parse(
      readFileSync(output, "utf8").replace(/^\uFEFF/, ""));
    const run = verdict.runs[0];
    const rules = run.tool.driver.rules ?? [];
    return (run.results ?? []).map((r) => {
      const rule = rules[r.ruleIndex] ?? {};
      const text = r.message.text ??
        rule.messageStrings?.[r.message.id]?.text ?? r.message.id;
      const filled = text.replace(/\{(\d+)\}/g,
                                  (_, n) => r.message.arguments?.[n] ?? "");
      return { id: r.ruleId, level: r.level ?? "warning", text: filled };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

let failed = false;
for (const file of process.argv.slice(2)) {
  for (const error of schemaErrors(JSON.parse(readFileSync(file, "utf8")))) {
    console.log(`${file}: error: ${error}`);
    failed = true;
  }
  for (const { id, level, text } of multitoolErrors(file)) {
    console.log(`${file}: ${level}: ${id}: ${text}`);
    if (level !== "note" && !ignored.has(id)) failed = true;
  }
}
process.exit(failed ? 1 : 0);
