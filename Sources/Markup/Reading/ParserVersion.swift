import CCmark

extension Document {
  /// The version of libcmark that reads lessons here.
  package static var parserVersion: String { String(cString: cmark_version_string()) }
}
