;;; tm-mode.el --- Threat models in .tm files  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages

;;; Commentary:

;; Colours, indentation, `compile' with `tm check', and `eglot' with `tm lsp'.

;;; Code:

(require 'subr-x)

(defgroup tm nil "Threat models." :group 'languages)

(defcustom tm-indent-offset 2 "Columns of a step of indentation." :type 'integer :safe #'integerp)

(defcustom tm-program "tm" "The command." :type 'string :risky t)

;;; Texts and comments

(defvar tm-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?> "." table)
    (modify-syntax-entry ?< "." table)
    (modify-syntax-entry ?~ "." table)
    (modify-syntax-entry ?\" "\"" table)
    table))

(defun tm--propertize (start end)
  "Mark the ends of text blocks and raw names between START and END."
  (goto-char start)
  (while (re-search-forward "\"\"\"\\|`[^`\n]+`\\|//\\|\"" end t)
    (let* ((from (match-beginning 0)) (to (match-end 0)) (state (save-excursion (syntax-ppss from))))
      (cond
       ((eq (nth 3 state) t)            ; in a text block
        (when (and (equal (match-string 0) "\"\"\"") (tm--unescaped-p from))
          (put-text-property (1- to) to 'syntax-table (string-to-syntax "|"))))
       ((nth 8 state))
       ((equal (match-string 0) "\"\"\"")
        (put-text-property from (1+ from) 'syntax-table (string-to-syntax "|")))
       ((equal (match-string 0) "\"")
        (goto-char from)
        (unless (re-search-forward "\\=\"\\(?:[^\"\\\n]\\|\\\\.\\)*\"" (line-end-position) t) (goto-char to)))
       ((eq (char-after from) ?`)
        (put-text-property from to 'syntax-table (string-to-syntax "_")))
       (t (end-of-line))))))

(defun tm--unescaped-p (at)
  "Whether no backslash takes AT away from what it is."
  (zerop (mod (save-excursion (goto-char at) (skip-chars-backward "\\\\") (- at (point))) 2)))

;;; Words: contextual, so each is looked for where the grammar has it

(defconst tm--name "\\(?:[A-Za-z_][A-Za-z0-9_]*\\(?:-[A-Za-z0-9_]+\\)*\\|`[^`\n]+`\\)")

(defun tm--at (pattern)
  "Whether PATTERN follows, with N for a name and S for space on this line."
  (let ((case-fold-search nil))
    (looking-at (thread-last pattern
                             (string-replace "N" tm--name)
                             (string-replace "S" "[ \t]+")
                             (string-replace "O" "[ \t]*")
                             (string-replace "E" "\\(?:[^-A-Za-z0-9_]\\|-[^A-Za-z0-9_]\\|\\'\\)")))))

(defun tm--before (count)
  "The COUNT words and signs in front of point, the nearest first."
  (save-excursion
    (let (found)
      (dotimes (_ count (nreverse found))
        (forward-comment (- (point)))
        (let ((end (point)))
          (cond
           ((eq (char-before) ?`) (backward-char) (skip-chars-backward "^`\n") (backward-char))
           ((eq (skip-chars-backward "A-Za-z0-9_-") 0) (unless (bobp) (backward-char))))
          (push (buffer-substring-no-properties (point) end) found))))))

(defun tm--context ()
  "What the braces around point belong to."
  (let ((opener (car (last (seq-filter (lambda (at) (eq (char-after at) ?{)) (nth 9 (syntax-ppss)))))))
    (if (not opener)
        'file
      (save-excursion
        (goto-char opener)
        (let* ((head (buffer-substring-no-properties (line-beginning-position) opener))
               (heads (concat "\\(?:^\\|[ \t{]\\)"
                              "\\(?:\\(rule\\|relation\\|scale\\|enum\\|kind\\|extend\\|use\\)[ \t]+[^{}:]*\\|\\(test\\)[ \t]*\".*\""
                              "\\|\\(along\\)[ \t]+[^{}: ]+\\)[ \t]*\\'")))
          (cond
           ((not (string-match heads head)) 'block)
           ((match-string 2 head) 'test)
           ((match-string 3 head) 'rule)
           ((string-match-p "extend[ \t]+enum[ \t]" head) 'enum)
           (t (pcase (match-string 1 head) ("extend" 'kind) (word (intern word))))))))))

(defun tm--word-p (word before context in-list)
  "Whether WORD is one of the language here.
Point is behind it, BEFORE are the words in front of it, CONTEXT is what the
braces belong to, IN-LIST says whether it stands in brackets or parentheses."
  (let* ((last (car before))
         (item (memq context '(file test)))
         (member (and (not in-list) (memq context '(file test block kind)) (not (equal last ":"))))
         (expression (memq context '(kind rule relation)))
         (free (not (tm--at "O:"))))
    (cond
     ((equal last ".") nil)
     ((member word '("true" "false")) (not (tm--at "O[.:]")))
     ((equal word "not-applicable") (tm--at "O("))
     ((and (equal word "unknown") (not (tm--at "O[.:]")))
      (or expression in-list (equal last ":") (equal last "=")))
     ((and member (equal word "each")) (tm--at "SN"))
     ((and member (equal word "flow")) (tm--at "SNO:"))
     ;; items
     ((and item member (member word '("use" "enum" "scale" "relation" "rule" "assume" "kind" "extend" "module"))
           (not (and (equal word "module") (eq context 'test))))
      (tm--at "SN"))
     ((and item (equal word "abstract")) (tm--at "SkindE"))
     ((and item (equal word "test")) (tm--at "O\""))
     ((and item (equal word "is") (equal (cadr before) "kind")) (tm--at "SN"))
     ((and item (member word '("accept" "mitigate" "dismiss"))) (tm--at "SNSonE"))
     ((and item (equal word "on"))
      (or (member (cadr before) '("accept" "mitigate" "dismiss" "expect"))
          (and (member (cadr before) '("no" "question" "possible")) (equal (nth 2 before) "expect"))))
     ((and item (equal word "project"))
      (and (member last '("on" "," ">")) (not (tm--at "O\\(?:\\.\\|->\\)"))))
     ((and (eq context 'test) (equal word "expect")) (tm--at "SN"))
     ((and (eq context 'test) (equal last "expect"))
      (or (equal word "nothing") (and (member word '("no" "question" "possible")) (tm--at "SN"))))
     ((and (eq context 'use) (equal word "as")) (tm--at "SN"))
     ;; declarations
     ((and (eq context 'enum) (equal word "field")) (tm--at "SNO:"))
     ((and (eq context 'kind) (member word '("fact" "control" "derive"))) (tm--at "SNO:"))
     ((and (eq context 'kind) (equal word "inherited")) (tm--at "S\\(?:fact\\|control\\)SN"))
     ;; clauses
     ((and (memq context '(rule relation)) (member word '("for" "exists"))) (and free (tm--at "SN")))
     ((and (eq context 'rule) (equal word "let")) (tm--at "SNO="))
     ((and (eq context 'rule) (equal word "path")) (tm--at "SNO:"))
     ((and (memq context '(rule relation)) (equal word "where")) free)
     ((and (eq context 'relation) (member word '("edge" "via" "needs"))) free)
     ;; expressions
     ((not expression) nil)
     ((and (member last '("any" "all" "no" "count" "max" "min" "collect" ",")) (tm--at "SinE")) nil)
     ((member word '("set" "known" "unknown"))
      (or (equal last "is") (and (equal last "not") (equal (cadr before) "is"))))
     ((member word '("and" "or" "not" "in" "if" "then" "else")) free)
     ((member word '("is" "along")) (tm--at "SN"))
     ((and (member word '("any" "all" "no" "count" "max" "min" "collect")) (tm--at "SNSinE")) t)
     ((member word '("any" "all" "no" "first" "last" "avoiding")) (tm--at "SNO:")))))

(defconst tm--words
  (regexp-opt '("abstract" "accept" "all" "along" "and" "any" "as" "assume" "avoiding" "collect" "control" "count" "derive"
                "dismiss" "each" "edge" "else" "enum" "exists" "expect" "extend" "fact" "false" "field" "first" "flow" "for"
                "if" "in" "inherited" "is" "kind" "known" "last" "let" "max" "min" "mitigate" "module" "needs" "no" "not"
                "not-applicable" "nothing" "on" "or" "path" "possible" "project" "question" "relation" "rule" "scale" "set"
                "test" "then" "true" "unknown" "use" "via" "where")
              'symbols))

(defun tm--next-word (limit)
  "Find a word of the language up to LIMIT, for font lock."
  (let ((case-fold-search nil) found)
    (while (and (not found) (re-search-forward tm--words limit t))
      (let ((data (match-data)) (word (match-string-no-properties 0)) (start (match-beginning 0)) (end (point)))
        (let ((state (syntax-ppss start)))
          (unless (nth 8 state)
            (goto-char start)
            (let ((before (tm--before 3)) (context (tm--context))
                  (in-list (and (nth 1 state) (not (eq (char-after (nth 1 state)) ?{)))))
              (goto-char end)
              (setq found (tm--word-p word before context in-list)))))
        (goto-char end)
        (set-match-data data)))
    found))

(defconst tm-font-lock-keywords
  `(("\\_<[0-9]+\\(?:-[0-9]+-[0-9]+\\)?\\_>" . font-lock-constant-face)
    (tm--next-word . font-lock-keyword-face)
    (,(concat "\\(" tm--name "\\)[ \t]*:") 1 font-lock-variable-name-face)
    (,(concat "^[ \t]*\\(" tm--name "\\)[ \t]+" tm--name "[ \t]*\\(?:{\\|$\\)") 1 font-lock-type-face)
    (,(concat "\\_<rule[ \t]+\\(" tm--name "\\)") 1 font-lock-function-name-face)))

;;; Indentation

(defun tm--continues-p ()
  "Whether this line goes on with what the line above began."
  (save-excursion
    (back-to-indentation)
    (let ((case-fold-search nil))
      (or (looking-at "\\(?:along\\|and\\|else\\|if\\|in\\|or\\|then\\)\\_>\\|~>")
          (and (looking-at "\\(?:for\\|needs\\|via\\|where\\)\\_>") (eq (tm--context) 'relation))
          (progn (forward-comment (- (point))) (memq (char-before) '(?= ?, ?:)))))))

(defun tm-indent-line ()
  "Indent a line; what continues an expression and what is text stays where it is."
  (let* ((state (save-excursion (syntax-ppss (line-beginning-position)))) (openers (nth 9 state)))
    (if (or (nth 3 state) (tm--continues-p) (seq-some (lambda (at) (eq (char-after at) ?\()) openers))
        'noindent
      (let ((depth (save-excursion
                     (back-to-indentation)
                     (- (length openers) (if (memq (char-after) '(?} ?\])) 1 0)))))
        (save-excursion (indent-line-to (* tm-indent-offset (max depth 0))))
        (when (< (current-column) (current-indentation)) (back-to-indentation))))))

;;; The mode

;;;###autoload
(define-derived-mode tm-mode prog-mode "tm"
  "Threat models."
  (setq-local comment-start "// " comment-start-skip "//+!?[ \t]*"
              font-lock-defaults '(tm-font-lock-keywords)
              syntax-propertize-function #'tm--propertize
              parse-sexp-lookup-properties t
              indent-line-function #'tm-indent-line indent-tabs-mode nil tab-width tm-indent-offset
              electric-indent-chars (append "{}]" electric-indent-chars)
              compile-command (concat (shell-quote-argument tm-program) " check --format concise")))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.tm\\'" . tm-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs `(tm-mode . ,(lambda (&rest _) (list tm-program "lsp")))))

(provide 'tm-mode)
;;; tm-mode.el ends here
