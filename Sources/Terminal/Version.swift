/// The version of coursegen; part of every cache key.
package enum Version {
  package static let current = "0.1.0"
}
