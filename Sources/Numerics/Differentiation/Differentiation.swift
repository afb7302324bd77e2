/// Derivatives of functions that are written as operations on a tape.
public enum Differentiation {
  /// A function of one array, recorded on a tape.
  public typealias Function = (Tape, Traced) throws(ArrayError) -> Traced

  /// f(x) and ∇f(x) of a scalar function, in the shape of x.
  public static func gradient(at x: NumericValue, of function: Function) throws(ArrayError)
    -> (value: Double, gradient: NumericValue)
  {
    let tape = Tape()
    let input = tape.variable(x)
    let output = try function(tape, input)
    let gradient = try tape.gradient(of: output, withRespectTo: [input])[0]
    return (tape.number(output), tape.value(gradient))
  }

  /// ∂fᵢ/∂xⱼ; a row for each entry of f.
  public static func jacobian(at x: NumericValue, of function: Function) throws(ArrayError)
    -> Matrix
  {
    let tape = Tape()
    let input = tape.variable(x)
    return tape.matrix(try tape.jacobian(of: function(tape, input), withRespectTo: input))
  }

  /// ∂²f/∂xᵢ∂xⱼ of a scalar function.
  public static func hessian(at x: NumericValue, of function: Function) throws(ArrayError)
    -> Matrix
  {
    let tape = Tape()
    let input = tape.variable(x)
    return tape.matrix(try tape.hessian(of: function(tape, input), withRespectTo: input))
  }

  /// f, f′, …, f⁽ᵏ⁾ of a scalar function of one variable.
  public static func derivatives(at x: Double, order: Int, of function: Function)
    throws(ArrayError) -> [Double]
  {
    guard order >= 0, order <= 8 else {
      throw .parameter(operation: "derivatives", name: "order", value: Double(order))
    }
    let tape = Tape()
    let input = tape.constant(x)
    let all = try tape.derivatives(of: function(tape, input), withRespectTo: input, order: order)
    return all.map { tape.number($0) }
  }
}
