// Starts `tm lsp`, shows whether it runs, and offers the commands of `tm`.
import * as vscode from "vscode";
import { LanguageClient, State, TransportKind } from "vscode-languageclient/node";
import { PAGES, pages, showPage } from "./pages";
import { checkProject, showAttackPaths } from "./tasks";

let client: LanguageClient | undefined;

/** The standard library is in the program, and read-only. */
const STD = "tm-std";

/** A command of the server. */
const EXPLAIN = "tm.explain";

const library: vscode.TextDocumentContentProvider = {
  async provideTextDocumentContent(uri) {
    const document = await client?.sendRequest<{ text: string }>("tm/stdDocument", { uri: uri.toString() });
    return document?.text ?? "";
  },
};

export function program(): string {
  // Of the machine, whatever a workspace says.
  const path = vscode.workspace.getConfiguration("tm").inspect<string>("server.path");
  return path?.globalValue || path?.defaultValue || "tm";
}

async function start(status: vscode.LanguageStatusItem): Promise<void> {
  const run = { command: program(), args: ["lsp"], transport: TransportKind.stdio };
  client = new LanguageClient("tm", "tm", run, {
    documentSelector: [{ language: "tm", scheme: "file" }, { language: "tm", scheme: "untitled" }, { language: "tm", scheme: STD }, { pattern: "**/tm.toml", scheme: "file" }],
    synchronize: { configurationSection: "tm", fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.tm,tm.toml}") },
    middleware: {
      // Lenses, actions and the command below lead here: what is explained is shown as a page, not as one line.
      async executeCommand(command, args, next) {
        const answer = await next(command, args);
        if (typeof answer?.markdown === "string") await showPage(String(args[0]), answer.markdown);
        return answer;
      },
    },
  });
  client.onDidChangeState(({ newState }) => show(status, newState));
  show(status, State.Starting);
  try {
    await client.start();
  } catch (error) {
    show(status, State.Stopped, error instanceof Error ? error.message : String(error));
  }
}

function show(status: vscode.LanguageStatusItem, state: State, detail?: string): void {
  status.busy = state === State.Starting;
  status.text = state === State.Running ? "tm" : state === State.Starting ? "tm starts" : "tm does not run";
  status.detail = detail;
  status.severity = state === State.Stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  if (old?.needsStop()) await old.stop();
  await old?.dispose();
}

/** The page of what is wrong at the cursor: where it is published, or as the server tells it. */
async function openRulePage(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const here = vscode.languages.getDiagnostics(editor.document.uri).filter((found) => found.range.contains(editor.selection.active));
  const codes = here.sort((one, other) => one.severity - other.severity).map((found) => found.code).filter((code) => code !== "question");
  const [code] = codes;
  if (typeof code === "object") await vscode.env.openExternal(code.target);
  else if (code !== undefined) await vscode.commands.executeCommand(EXPLAIN, String(code));
  else void vscode.window.showInformationMessage("Nothing here has a page.");
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const status = vscode.languages.createLanguageStatusItem("tm.server", { language: "tm" });
  status.name = "tm";
  status.command = { command: "tm.showOutput", title: "Output" };
  const restart = async () => { await stop(); await start(status); };
  const commands: [string, () => unknown][] = [
    ["tm.checkProject", () => checkProject(program())],
    ["tm.showAttackPaths", () => showAttackPaths(program())],
    ["tm.openRulePage", openRulePage],
    ["tm.restartServer", restart],
    ["tm.showOutput", () => client?.outputChannel.show()],
  ];
  context.subscriptions.push(
    status,
    vscode.workspace.registerTextDocumentContentProvider(STD, library),
    vscode.workspace.registerTextDocumentContentProvider(PAGES, pages),
    ...commands.map(([name, run]) => vscode.commands.registerCommand(name, run)),
    vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration("tm.server.path")) void restart(); }),
  );
  await start(status);
}

export function deactivate(): Promise<void> {
  return stop();
}
