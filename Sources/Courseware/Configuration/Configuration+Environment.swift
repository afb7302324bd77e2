/// An environment variable that overrides a key of `course.yml`.
package struct ConfigurationVariable: Sendable {
  /// `COURSEGEN_LIMITS_FUEL`.
  package let name: String
  /// `limits.fuel`.
  package let key: String
  package let form: String
  package let meaning: String
}

extension Configuration {
  /// One for each key that takes a plain value.
  package static let variables: [ConfigurationVariable] =
    keys.keys.filter(\.isPlain).map { variable($0.name, $0.form, $0.meaning) }
    + limits.keys.map { variable("limits." + $0.name, $0.form, $0.meaning) }

  private static func variable(
    _ key: String, _ form: String, _ meaning: String
  ) -> ConfigurationVariable {
    let words = key.uppercased().split(separator: ".").joined(separator: "_")
    return ConfigurationVariable(
      name: "COURSEGEN_" + words, key: key, form: form, meaning: meaning)
  }

  /// Overrides a key; tells what is wrong with the value.
  package mutating func override(_ key: String, with text: String) -> String? {
    let parts = key.split(separator: ".").map(String.init)
    return parts.count == 2
      ? Self.limits.set(parts[1], to: text, in: &limits) : Self.keys.set(key, to: text, in: &self)
  }
}
