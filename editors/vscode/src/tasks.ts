// What runs `tm` in a terminal. Arguments are passed as they are: no shell reads them.
import * as vscode from "vscode";

/** A name, with hyphens inside; the names of a path are joined by dots. */
const PATH = /(?:[A-Za-z_]\w*(?:-\w+)*|`[^`]+`)(?:\.(?:[A-Za-z_]\w*(?:-\w+)*|`[^`]+`))*/;

function run(name: string, program: string, args: string[], matchers: string[]): void {
  const editor = vscode.window.activeTextEditor;
  const folder = editor ? vscode.workspace.getWorkspaceFolder(editor.document.uri) : vscode.workspace.workspaceFolders?.[0];
  if (!folder) {
    void vscode.window.showInformationMessage("Open a folder first.");
    return;
  }
  const cwd = editor?.document.uri.scheme === "file" ? vscode.Uri.joinPath(editor.document.uri, "..").fsPath : folder.uri.fsPath;
  const execution = new vscode.ProcessExecution(program, args, { cwd });
  void vscode.tasks.executeTask(new vscode.Task({ type: "tm" }, folder, name, "tm", execution, matchers));
}

export function checkProject(program: string): void {
  run("check", program, ["check", "--format", "concise"], ["$tm"]);
}

export function showAttackPaths(program: string): void {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active, PATH);
  if (!editor || !range) {
    void vscode.window.showInformationMessage("Place the cursor on the name of an element.");
    return;
  }
  run("who-reaches", program, ["who-reaches", editor.document.getText(range)], []);
}
