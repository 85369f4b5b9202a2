//! Files that partners leave for us, and who works on them.
module acme.files

/// What is done to a file before anybody opens it.
enum FileScan {
  /// What can run in the file did not get past this.
  field disarms: bool = false
  /// Nothing.
  none
  /// It is compared with known malware.
  signatures
  /// It is rebuilt from its parts, without what can run.
  rebuilt { disarms: true }
}

/// A folder, such as one behind SFTP, where others leave files.
kind file-drop is file-store {
  /// What is done to each file that arrives.
  control scan: FileScan
  /// Those who write see only their own files.
  control separates-writers: bool
  /// Outsiders who write to it.
  derive outside-writers: [actor] =
    collect f in self.incoming if f.from is actor and f.from.untrusted: f.from
}

extend workload {
  /// Folders whose files it opens.
  fact opens-files-of: [file-drop]
}

/// Where a file, or what hides in it, can get.
///
/// From whoever writes it to the folder, from the folder to whoever opens it, and on with calls.
relation file-path {
  edge f.from -> f.to via f for f: flow
  edge d -> w via d for w: workload, d in w.opens-files-of
}
