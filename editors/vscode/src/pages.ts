// What the server explains, as a page beside the text.
import * as vscode from "vscode";

/** The scheme of their addresses. */
export const PAGES = "tm-page";

const texts = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

export const pages: vscode.TextDocumentContentProvider = {
  onDidChange: changed.event,
  provideTextDocumentContent: (uri) => texts.get(uri.path) ?? "",
};

export async function showPage(name: string, markdown: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: PAGES, path: `/${name}.md` });
  texts.set(uri.path, markdown);
  changed.fire(uri);
  await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
}
