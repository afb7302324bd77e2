extension WideFloat {
  /// π, truncated.
  static let pi = WideFloat(
    exponent: 2,
    limbs: [
      0xc90f_daa2_2168_c234, 0xc4c6_628b_80dc_1cd1, 0x2902_4e08_8a67_cc74,
      0x020b_bea6_3b13_9b22, 0x514a_0879_8e34_04dd,
    ])

  /// log 2, truncated.
  static let logarithmOfTwo = WideFloat(
    exponent: 0,
    limbs: [
      0xb172_17f7_d1cf_79ab, 0xc9e3_b398_03f2_f6af, 0x40f3_4326_7298_b62d,
      0x8a0d_175b_8baa_fa2b, 0xe7b8_7620_6deb_ac98,
    ])

  /// 2/√π, truncated.
  static let twoOverRootOfPi = WideFloat(
    exponent: 1,
    limbs: [
      0x906e_ba82_14db_688d, 0x71d4_8a7f_6bfe_c344, 0x1409_a0eb_ac3e_7517,
      0x39a1_5830_cce6_20b0, 0xc075_9cf8_5927_0f11,
    ])
}
