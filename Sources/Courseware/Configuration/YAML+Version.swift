import CYAML

extension YAML {
  /// The version of libyaml that reads front matter and course.yml here.
  package static var parserVersion: String { String(cString: yaml_get_version_string()) }
}
