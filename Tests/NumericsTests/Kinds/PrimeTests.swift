import Numerics
import Testing

@Suite struct PrimeTests {
  static let fields = [PrimeField.mersenne] + PrimeField.others

  /// Whether a number passes the test of Miller and Rabin for the first twelve primes, which is
  /// decisive below 2⁶⁴.
  private func isPrime(_ n: UInt64) -> Bool {
    func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
      n.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
    }
    let zeros = (n - 1).trailingZeroBitCount
    for base: UInt64 in [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37] {
      var (x, square, rest) = (UInt64(1), base, (n - 1) >> UInt64(zeros))
      while rest > 0 {
        if rest & 1 == 1 { x = product(x, square) }
        square = product(square, square)
        rest >>= 1
      }
      var isWitness = x != 1 && x != n - 1
      for _ in 1..<max(zeros, 1) where isWitness {
        x = product(x, x)
        isWitness = x != n - 1
      }
      if isWitness { return false }
    }
    return true
  }

  @Test func theModuliArePrimesAsTheySay() {
    #expect(Set(Self.fields.map { $0.modulus }).count == 4)
    for field in Self.fields {
      #expect(isPrime(field.modulus), "\(field.modulus)")
      #expect(field.modulus % 4 == 3 && field.modulus >> 60 == 1)
    }
    #expect(PrimeField.many.count == Set(PrimeField.many).count)
    for field in PrimeField.many {
      #expect(isPrime(field.modulus) && field.modulus % 4 == 3, "\(field.modulus)")
    }
    // None between is prime and 3 modulo 4.
    for n in stride(from: PrimeField.others[2].modulus, to: 1 << 61, by: 4) {
      #expect(isPrime(n) == Self.fields.contains { $0.modulus == n }, "\(n)")
    }
  }

  @Test func axiomsOfAField() {
    for field in Self.fields {
      var random = RandomStream(seed: 21).stream(Int(field.modulus % 1000))
      let edges: [UInt64] = [0, 1, 2, field.modulus - 1, field.modulus - 2, 1 << 60]
      for index in 0..<400 {
        func draw(_ k: Int) -> UInt64 {
          index < 36 ? edges[(index / (k == 0 ? 1 : 6)) % 6] : random.next() % field.modulus
        }
        let (a, b, c) = (draw(0), draw(1), draw(0))
        let name = "\(a), \(b), \(c) modulo \(field.modulus)"
        #expect(field.add(a, b) == field.add(b, a), "\(name)")
        #expect(field.multiply(a, b) == field.multiply(b, a), "\(name)")
        #expect(field.add(field.add(a, b), c) == field.add(a, field.add(b, c)), "\(name)")
        #expect(
          field.multiply(field.multiply(a, b), c) == field.multiply(a, field.multiply(b, c)),
          "\(name)")
        #expect(
          field.multiply(a, field.add(b, c))
            == field.add(field.multiply(a, b), field.multiply(a, c)),
          "\(name)")
        #expect(
          field.add(a, field.negate(a)) == 0
            && field.subtract(a, b) == field.add(a, field.negate(b)))
        #expect(field.multiply(a, 1) == a && field.add(a, 0) == a)
        if a != 0 { #expect(field.inverse(a).map { field.multiply(a, $0) } == 1, "\(name)") }
        // The product against division with remainder.
        let (_, rest) = field.modulus.dividingFullWidth(a.multipliedFullWidth(by: b))
        #expect(field.multiply(a, b) == rest, "\(name)")
      }
      #expect(field.inverse(0) == nil && field.power(0, -1) == nil && field.power(0, 0) == 1)
      #expect(field.residue(Int128(-1)) == field.modulus - 1)
      #expect(field.residue(Int128.min) == field.negate(field.residue(Int128.max)) - 1)
    }
  }

  @Test func rootsOfSquares() {
    for field in Self.fields {
      var random = RandomStream(seed: 22).stream(Int(field.modulus % 1000))
      var squares = 0
      for _ in 0..<200 {
        let a = random.next() % (field.modulus - 1) + 1
        let square = field.multiply(a, a)
        let root = field.squareRoot(square)
        #expect(root == a || root == field.negate(a))
        // The root is itself a square, hence roots multiply.
        #expect(root.flatMap { field.squareRoot($0) } != nil)
        let b = random.next() % field.modulus
        if let x = field.squareRoot(a), let y = field.squareRoot(b) {
          #expect(field.squareRoot(field.multiply(a, b)) == field.multiply(x, y))
        }
        // Of a and −a exactly one is a square.
        #expect((field.squareRoot(a) == nil) != (field.squareRoot(field.negate(a)) == nil))
        squares += field.squareRoot(a) == nil ? 0 : 1
        for order: UInt64 in [3, 5, 7] {
          guard let root = field.oddRoot(a, order: order) else {
            #expect((field.modulus - 1) % order == 0)
            continue
          }
          #expect((field.modulus - 1) % order != 0)
          #expect(field.power(root, order) == a)
        }
      }
      #expect(squares > 60 && squares < 140)
      #expect(field.squareRoot(0) == 0)
    }
  }

  @Test func fractionsMapToResidues() {
    // A ring homomorphism: random expressions of fractions, exactly and modulo a prime.
    let exact = RationalArithmetic()
    for field in Self.fields {
      let kind = PrimeArithmetic(field)
      var compared = 0
      for index in 0..<3000 {
        var random = RandomStream(seed: 23).stream(index)
        let expression = Expression.random(1 + index % 4, &random, .field)
        let found = expression.value(in: kind) { _ in kind.unresolved }
        let expected = expression.value(in: exact) { _ in .unresolved }
        switch expected {
        case .value(let q):
          compared += 1
          #expect(kind.compare(found, kind.constant(q)) == .equal, "expression \(index)")
        case .undefined: #expect(kind.state(of: found) == .undefined, "expression \(index)")
        case .unresolved: continue
        }
      }
      #expect(compared > 2000)
    }
  }

  @Test func whatAFieldHasNot() throws {
    let kind = PrimeArithmetic(.mersenne)
    let (four, two) = (kind.constant(Rational(4)), kind.constant(Rational(2)))
    let half = try #require(Rational(1, over: 2))
    let root = kind.apply(.sqrt, four)
    #expect(kind.compare(kind.multiply(root, root), four) == .equal)
    #expect(kind.power(four, half) == root)
    #expect(
      kind.compare(kind.power(kind.power(two, 17), try #require(Rational(1, over: 17))), two)
        == .equal)
    #expect(kind.state(of: kind.power(two, try #require(Rational(1, over: 3)))) == .unresolved)
    #expect(kind.state(of: kind.apply(.sqrt, kind.negate(kind.constant(.one)))) == .undefined)
    #expect(kind.state(of: kind.divide(two, kind.constant(.zero))) == .undefined)
    #expect(kind.state(of: kind.power(kind.constant(.zero), -half)) == .undefined)
    for function in ElementaryFunction.allCases where function != .sqrt {
      #expect(kind.state(of: kind.apply(function, two)) == .unresolved, "\(function)")
    }
    for value in [
      kind.pi, kind.absolute(two), kind.floor(two), kind.minimum(two, four),
      kind.maximum(two, four), kind.power(two, two), kind.add(two, kind.unresolved),
    ] { #expect(kind.state(of: value) == .unresolved) }
    #expect(kind.state(of: kind.multiply(kind.unresolved, kind.undefined)) == .undefined)
    #expect(kind.compare(two, four) == .unresolved)
    #expect(kind.compare(kind.unresolved, kind.unresolved) == .unresolved)
    #expect(kind.element(.max).number < PrimeField.mersenne.modulus)
    #expect(kind.approximation(of: two) == 0)
  }
}

extension Rational {
  fileprivate static prefix func - (x: Rational) -> Rational { x.negated }
}
